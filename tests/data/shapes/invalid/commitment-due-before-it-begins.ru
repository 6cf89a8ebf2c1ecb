# kg:dueEarliest is one xsd:date, not after kg:dueLatest
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ?c kg:dueLatest ?d }
INSERT { ?c kg:dueLatest "2005-01-01"^^xsd:date }
WHERE { ?c kg:dueLatest ?d }
