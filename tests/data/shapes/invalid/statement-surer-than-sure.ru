# A statement has one kg:confidence
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:confidence ?c }
INSERT { ?s kg:confidence 1.5 }
WHERE { ?s kg:number 1 ; kg:confidence ?c }
