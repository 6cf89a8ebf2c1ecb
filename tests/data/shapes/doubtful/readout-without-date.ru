# This readout has no date of issue
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?r kg:earliest ?e ; kg:latest ?d }
WHERE { ?r a kg:Readout ; kg:earliest ?e ; kg:latest ?d }
