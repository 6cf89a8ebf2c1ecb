# Evidence gives the exact words
PREFIX oa: <http://www.w3.org/ns/oa#>

DELETE { ?e oa:hasSelector ?q }
WHERE { ?e oa:hasSelector ?q . ?q a oa:TextQuoteSelector }
