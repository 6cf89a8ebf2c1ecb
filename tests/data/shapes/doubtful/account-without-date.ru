# The day of this meeting is not known
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?r kg:earliest ?e ; kg:latest ?d }
WHERE { ?r a kg:Account ; kg:earliest ?e ; kg:latest ?d }
