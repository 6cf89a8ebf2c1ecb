# kg:nameOf is a territory that the vocabulary knows
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX state: <https://w3id.org/bilateral-kg/id/state/>

DELETE { ?n kg:nameOf ?t }
INSERT { ?n kg:nameOf state:JPN }
WHERE { ?n kg:nameOf ?t }
