# A kg:replyGrade grades a reply
PREFIX kg: <https://w3id.org/bilateral-kg/ontology#>

DELETE { ?s kg:inReplyTo ?o }
WHERE { ?s kg:inReplyTo ?o }
