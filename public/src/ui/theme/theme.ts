import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  Loader,
  Menu,
  Modal,
  Popover,
  Skeleton,
  type VariantColorsResolver,
} from '@mantine/core';
import { brick, dark, evening, gray, lamp, moss, plum } from './colors';

/** A filled primary button is petrol with white by day and lamp with dark brown by night. */
const variants: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  const primary = (input.color ?? input.theme.primaryColor) === input.theme.primaryColor;
  if (input.variant === 'filled' && primary) {
    return { ...colors, background: 'var(--action)', hover: 'var(--action-hover)', color: 'var(--on-action)' };
  }
  if (input.variant === 'light' && primary) {
    return { ...colors, background: 'var(--action-soft)', hover: 'var(--action-soft)', color: 'var(--on-action-soft)' };
  }
  return colors;
};

export const hallwayTheme = createTheme({
  colors: { evening, lamp, brick, plum, moss, gray, dark },
  black: '#0a252b',
  primaryColor: 'evening',
  primaryShade: { light: 7, dark: 4 },
  variantColorResolver: variants,
  fontFamily: 'var(--text)',
  headings: {
    fontFamily: 'var(--display)',
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.875rem', lineHeight: '1.15' },
      h2: { fontSize: '1.5rem', lineHeight: '1.2' },
      h3: { fontSize: '1.25rem', lineHeight: '1.2' },
      h4: { fontSize: '1.125rem', lineHeight: '1.25' },
    },
  },
  fontSizes: { xs: '0.8125rem', sm: '0.875rem', md: '0.9375rem', lg: '1.125rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.25' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '28px' },
  radius: { xs: '6px', sm: '8px', md: '12px', lg: '16px', xl: '22px' },
  defaultRadius: 'md',
  shadows: {
    xs: 'var(--shadow-1)',
    sm: 'var(--shadow-2)',
    md: 'var(--shadow-2)',
    lg: 'var(--shadow-3)',
    xl: 'var(--shadow-3)',
  },
  breakpoints: { xs: '30em', sm: '35em', md: '56.25em', lg: '75em', xl: '90em' },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'md' },
      vars: (_theme, props) => ({
        root: {
          '--button-height': props.size === 'xs' ? '36px' : '44px',
          '--button-fz': props.size === 'xs' ? '0.875rem' : '0.9375rem',
        },
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { size: 44, variant: 'subtle', color: 'gray' } }),
    Input: Input.extend({
      defaultProps: { size: 'md' },
      vars: () => ({ wrapper: { '--input-height': '44px', '--input-fz': '0.9375rem', '--input-radius': '10px' } }),
    }),
    Checkbox: Checkbox.extend({
      defaultProps: { size: 'md', radius: 6, iconColor: 'var(--on-action)' },
      vars: () => ({ root: { '--checkbox-size': '22px' } }),
    }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 26,
        centered: true,
        padding: 26,
        overlayProps: { color: '#04181d', backgroundOpacity: 0.55 },
        transitionProps: { transition: 'fade', duration: 200 },
      },
    }),
    Menu: Menu.extend({
      // In place, so that it stays inside its landmark; and without Mantine's focus placeholder, which a menu may not own.
      defaultProps: { radius: 'lg', shadow: 'lg', offset: 6, withinPortal: false, withInitialFocusPlaceholder: false },
    }),
    Popover: Popover.extend({ defaultProps: { radius: 'xl', shadow: 'lg' } }),
    Skeleton: Skeleton.extend({ defaultProps: { radius: 'md' } }),
    Loader: Loader.extend({ defaultProps: { type: 'dots', size: 'sm' } }),
  },
});
