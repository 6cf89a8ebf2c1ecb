# A stance has one kg:polarity
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:polarity ?o }
WHERE { ?s a kg:Stance ; kg:polarity ?o }
