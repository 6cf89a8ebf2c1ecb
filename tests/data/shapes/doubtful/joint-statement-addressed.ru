# What both sides say together
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>
PREFIX state: <https://w3id.org/bilateral-kg/id/state/>

INSERT { ?s kg:addressee state:RUS }
WHERE { ?s kg:voice kg:voice_joint }
