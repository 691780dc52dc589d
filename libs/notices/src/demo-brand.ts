/** An invented provider, for tests and the demonstration. A real one describes itself in its own brands file. */
export const DEMO_BRANDS = {
  default: 'northlight',
  brands: {
    northlight: {
      name: 'Northlight Broadband',
      short: 'Northlight',
      phone: '0808 157 0142',
      check: 'northlight.example/check',
      from: { name: 'Northlight Broadband', address: 'care@northlight.example' },
      bounceHost: 'notices.northlight.example',
      locale: 'en-GB',
      checkLanguages: ['en', 'de', 'tr', 'pl', 'uk', 'ar'],
      television: true,
      mark: [
        [null, '#f0ae3c'],
        [null, null],
      ],
    },
  },
};
