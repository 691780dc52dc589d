import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core';

// Mantine wants ten shades of a colour. Ours are tokens, the same in both themes by name; the shades are never seen.
const ink = Array.from({ length: 10 }, () => 'var(--ink)') as unknown as MantineColorsTuple;

const variants: VariantColorsResolver = (input) => {
  switch (input.variant) {
    case 'filled':
      return {
        background: 'var(--ink)',
        hover: 'var(--ink-hover)',
        color: 'var(--on-ink)',
        border: '1px solid transparent',
      };
    case 'default':
      return {
        background: 'var(--panel)',
        hover: 'var(--sunken)',
        color: 'var(--text)',
        border: '1px solid var(--line-strong)',
      };
    case 'subtle':
      return {
        background: 'transparent',
        hover: 'var(--sunken)',
        color: 'var(--muted)',
        border: '1px solid transparent',
      };
    default:
      return defaultVariantColorsResolver(input);
  }
};

/** Mantine speaks our tokens: one source for every colour, both themes. */
export const theme = createTheme({
  colors: { ink },
  primaryColor: 'ink',
  primaryShade: 6,
  variantColorResolver: variants,
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  shadows: {
    xs: 'none',
    sm: 'none',
    md: '0 6px 24px rgb(0 0 0 / 12%)',
    lg: '0 6px 24px rgb(0 0 0 / 12%)',
    xl: '0 6px 24px rgb(0 0 0 / 12%)',
  },
  components: {
    Button: { defaultProps: { size: 'compact-md', variant: 'default', fw: 400 } },
    ActionIcon: { defaultProps: { variant: 'subtle' } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 0 },
        overlayProps: { backgroundOpacity: 0.35 },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.35 } } },
    Menu: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Popover: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Combobox: { defaultProps: { transitionProps: { duration: 0 }, shadow: 'md' } },
    Select: { defaultProps: { comboboxProps: { transitionProps: { duration: 0 }, shadow: 'md' } } },
    Tooltip: {
      defaultProps: {
        openDelay: 250,
        transitionProps: { duration: 0 },
        events: { hover: true, focus: true, touch: true },
      },
    },
  },
});

const onTokens = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--muted)',
  '--mantine-color-placeholder': 'var(--faint)',
  '--mantine-color-anchor': 'var(--ink)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--sunken)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-error': 'var(--broken)',
  '--mantine-color-disabled': 'var(--sunken)',
  '--mantine-color-disabled-color': 'var(--faint)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--ink)',
  '--mantine-primary-color-filled-hover': 'var(--ink-hover)',
  '--mantine-primary-color-contrast': 'var(--on-ink)',
  '--mantine-primary-color-light': 'var(--ink-soft)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--mantine-font-size-md': '14px' },
  light: onTokens,
  dark: onTokens,
});
