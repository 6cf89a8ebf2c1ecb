# Fewer than two states or organisations
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX state: <https://w3id.org/bilateral-kg/id/state/>

DELETE { ?a kg:participant state:RUS }
WHERE { ?a kg:participant state:RUS }
