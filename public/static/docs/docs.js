// The page at /docs/. swagger-ui comes from npm with the build (public/tools/docs.mjs); nothing is asked of another host.
const dark = matchMedia('(prefers-color-scheme: dark)');
const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', follow);
follow();
globalThis.SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: 0,
  displayOperationId: false,
  filter: true,
  validatorUrl: null,
  persistAuthorization: false,
});
