# kg:latest is one xsd:date
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

DELETE { ?r kg:latest ?d }
INSERT { ?r kg:latest "2005-02-30"^^xsd:date }
WHERE { ?r a kg:Readout ; kg:latest ?d }
