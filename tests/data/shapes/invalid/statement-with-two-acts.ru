# A statement is one act
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

INSERT { ?s kg:act kg:act_urge }
WHERE { ?s kg:number 1 }
