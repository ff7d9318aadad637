const http = require('http');

const apiKey = '8f432da09642a4423ada1063341a065ba90704b6';
const clientSecret = '<your secret>';

http.createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.setHeader('Authorization', 'Bearer 8WMy54mhawUK7TEQiD2Qggk00aNlPVNqBjWRoB1wdUwO');
  response.end(JSON.stringify({ok: request.headers['x-api-key'] === apiKey}));
}).listen(4500);
