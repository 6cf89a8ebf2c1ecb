# A statement is one act
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:act ?a }
WHERE { ?s kg:number 1 ; kg:act ?a }
