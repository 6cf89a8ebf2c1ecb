# A commitment binds somebody
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?c kg:party ?p }
WHERE { ?c kg:party ?p }
