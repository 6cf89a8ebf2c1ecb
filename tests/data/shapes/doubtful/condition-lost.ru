# Conditional support without the words of its condition
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:condition ?c }
WHERE { ?s a kg:Stance ; kg:condition ?c }
