# Words that take no side make no stance
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:polarity ?o }
INSERT { ?s kg:polarity kg:polarity_none }
WHERE { ?s a kg:Stance ; kg:polarity ?o }
