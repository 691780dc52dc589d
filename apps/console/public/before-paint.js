// Theme and language stand before the first paint; a file of its own, for the policy allows no inline script.
(() => {
  const kept = (name) => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  const theme = kept('lazaret.theme');
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  const locale = kept('lazaret.locale');
  document.documentElement.lang = locale ?? (navigator.language.startsWith('de') ? 'de' : 'en');
})();
