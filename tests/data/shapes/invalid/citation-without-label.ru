# What is cited is called something
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

DELETE { ?c rdfs:label ?l }
WHERE { ?c kg:citedIn ?r ; rdfs:label ?l }
