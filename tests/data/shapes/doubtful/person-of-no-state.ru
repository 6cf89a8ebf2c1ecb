# It is not known for whom this person speaks
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX state: <https://w3id.org/bilateral-kg/id/state/>

DELETE { ?p kg:ofState state:RUS }
WHERE { ?p kg:ofState state:RUS }
