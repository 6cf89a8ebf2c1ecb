# This readout has no title
PREFIX dcterms: <http://purl.org/dc/terms/>

DELETE { ?r dcterms:title ?d }
WHERE { ?r dcterms:title ?d }
