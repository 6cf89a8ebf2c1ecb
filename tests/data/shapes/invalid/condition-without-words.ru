# A condition is never only a flag
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?c kg:words ?w }
WHERE { ?c kg:words ?w }
