// Runs at CloudFront's edge: a page of the console is drawn by index.html, and only a file has a dot in its name.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls the function by this name
function handler(event) {
  var request = event.request;
  if (!request.uri.split('/').pop().includes('.')) request.uri = '/index.html';
  return request;
}
