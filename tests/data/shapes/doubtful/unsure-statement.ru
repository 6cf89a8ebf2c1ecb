# The reader is unsure of this statement
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:confidence ?c }
INSERT { ?s kg:confidence 0.3 }
WHERE { ?s kg:number 3 ; kg:confidence ?c }
