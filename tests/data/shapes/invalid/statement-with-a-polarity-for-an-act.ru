# A statement is one act
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:act ?a }
INSERT { ?s kg:act kg:polarity_support }
WHERE { ?s kg:number 2 ; kg:act ?a }
