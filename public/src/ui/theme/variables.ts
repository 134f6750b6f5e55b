import type { CSSVariablesResolver } from '@mantine/core';

/** Mantine's own variables point at the tokens of tokens.css, so every part follows day and night. */
export const hallwayVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--page)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--on-action-soft)',
    '--mantine-color-error': 'var(--danger)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--sunken)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled': 'var(--sunken)',
    '--mantine-color-disabled-color': 'var(--ink-2)',
    '--mantine-color-disabled-border': 'var(--line)',
    '--mantine-color-evening-filled': 'var(--action)',
    '--mantine-color-evening-filled-hover': 'var(--action-hover)',
    '--mantine-color-evening-light': 'var(--action-soft)',
    '--mantine-color-evening-light-color': 'var(--on-action-soft)',
    '--mantine-color-evening-outline': 'var(--on-action-soft)',
    '--mantine-color-evening-text': 'var(--on-action-soft)',
    '--mantine-color-brick-filled': 'var(--danger-fill)',
    '--mantine-color-brick-filled-hover': 'var(--danger-hover)',
    '--mantine-color-brick-light': 'var(--danger-soft)',
    '--mantine-color-brick-light-color': 'var(--danger)',
    '--mantine-color-moss-light': 'var(--ok-soft)',
    '--mantine-color-moss-light-color': 'var(--ok)',
    '--mantine-color-lamp-light': 'var(--warn-soft)',
    '--mantine-color-lamp-light-color': 'var(--warn)',
    '--mantine-color-plum-light': 'var(--mod-soft)',
    '--mantine-color-plum-light-color': 'var(--mod)',
  };
  return { variables: {}, light: shared, dark: shared };
};
