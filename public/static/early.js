// Runs before the first paint, so that neither a white flash nor a left-to-right one is seen.
// A file and not an inline script: the content security policy allows no inline script.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  };
  const scheme = read('mantine-color-scheme-value');
  const night = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.mantineColorScheme = scheme === 'dark' || (scheme !== 'light' && night) ? 'dark' : 'light';

  const language = read('hallway.language') ?? navigator.language;
  if (/^ar\b/.test(language)) {
    root.lang = 'ar';
    root.dir = 'rtl';
  }
})();
