# kg:latest is one xsd:date
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?r kg:latest ?d }
INSERT { ?r kg:latest "2005" }
WHERE { ?r a kg:Readout ; kg:latest ?d }
