/**
 * The one place where colours, sizes and type are written. Everything else speaks of them by token: style sheets through
 * `var(--ps-...)`, Mantine components through `theme`, the grid's canvas through `gridTheme`.
 * One neutral palette, one accent (petrol); red and amber appear only where something was refused or needs attention.
 */
import { createTheme } from '@mantine/core';
import type {
  ActionIcon,
  Button,
  CSSVariablesResolver,
  Input,
  InputWrapper,
  MantineColorsTuple,
  Menu,
  Modal,
  Popover,
  SegmentedControl,
  Select,
  Tabs,
  Tooltip,
} from '@mantine/core';
import type { Theme as GridTheme } from '@glideapps/glide-data-grid';

export interface Tokens {
  readonly canvas: string;
  readonly surface: string;
  readonly raised: string;
  readonly hover: string;
  readonly pressed: string;
  readonly rule: string;
  readonly ruleStrong: string;
  readonly ink: string;
  readonly inkMuted: string;
  readonly inkFaint: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly accentWash: string;
  readonly accentInk: string;
  readonly danger: string;
  readonly dangerWash: string;
  readonly warning: string;
  readonly warningWash: string;
  readonly good: string;
  readonly goodWash: string;
  readonly shadow: string;
}

export const lightTokens: Tokens = {
  canvas: '#ffffff',
  surface: '#f8f8f6',
  raised: '#ffffff',
  hover: '#f1f1ee',
  pressed: '#e9e9e5',
  rule: '#e6e6e1',
  ruleStrong: '#d2d2cb',
  ink: '#1b1c1a',
  inkMuted: '#5b5d58',
  inkFaint: '#6f716b',
  accent: '#0b6b7b',
  onAccent: '#ffffff',
  accentWash: '#e3f1f3',
  accentInk: '#07596a',
  danger: '#b42318',
  dangerWash: '#fdeceb',
  warning: '#8a5300',
  warningWash: '#fdf3e0',
  good: '#1d6f46',
  goodWash: '#e6f4ec',
  shadow: '0 1px 2px rgb(0 0 0 / 0.06), 0 8px 24px rgb(0 0 0 / 0.10)',
};

export const darkTokens: Tokens = {
  canvas: '#161716',
  surface: '#1c1d1c',
  raised: '#222322',
  hover: '#262826',
  pressed: '#2e302e',
  rule: '#2b2d2b',
  ruleStrong: '#404340',
  ink: '#ecedea',
  inkMuted: '#a9aca6',
  inkFaint: '#92958f',
  accent: '#4fb4c6',
  onAccent: '#04232a',
  accentWash: '#15343a',
  accentInk: '#8ad3e0',
  danger: '#f5837a',
  dangerWash: '#3b1f1d',
  warning: '#e3b35c',
  warningWash: '#352a15',
  good: '#6cc596',
  goodWash: '#17301f',
  shadow: '0 1px 2px rgb(0 0 0 / 0.4), 0 8px 28px rgb(0 0 0 / 0.5)',
};

/** Hues of select options by the name that an option stores; drawn as a wash with ink of the same hue. */
export const optionHues: Readonly<
  Record<string, { readonly light: readonly [wash: string, ink: string]; readonly dark: readonly [wash: string, ink: string] }>
> = {
  grey: { light: ['#ececE8', '#44463f'], dark: ['#353734', '#d3d5cf'] },
  petrol: { light: ['#d9edf0', '#07505e'], dark: ['#173d45', '#9bdbe6'] },
  green: { light: ['#dcefe3', '#195c39'], dark: ['#1b3d29', '#94d7b0'] },
  amber: { light: ['#f8e9c9', '#6d4300'], dark: ['#43341a', '#ecc67e'] },
  red: { light: ['#f9dedb', '#8f1c13'], dark: ['#4a2421', '#f6a69f'] },
  violet: { light: ['#e8e1f6', '#4c3385'], dark: ['#352b4e', '#c5b3ee'] },
  blue: { light: ['#dbe6f8', '#21458c'], dark: ['#212f4d', '#a9c3f2'] },
  rose: { light: ['#f7dfea', '#83214f'], dark: ['#46233a', '#efabcb'] },
};
export const optionHueNames = Object.keys(optionHues);

/** Series of a chart, in order; from the ninth on they begin again. */
export const seriesHues = {
  light: ['#0b6b7b', '#d08a1d', '#5468b8', '#b4533a', '#4c8f5d', '#8d5a97', '#7a7d74', '#45a3b4'],
  dark: ['#4fb4c6', '#e3b35c', '#93a5e6', '#e58c73', '#7cc08d', '#c496cf', '#a9aca6', '#2f8496'],
} as const;

export const fontFamily = "'Inter Variable', system-ui, sans-serif";
const monospace = "ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, monospace";
const rhythm = { xxs: '4px', xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px', xxl: '48px' } as const;
const fontSizes = { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' } as const;
const radius = { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' } as const;

const petrol: MantineColorsTuple = [
  '#e3f1f3',
  '#c8e4e8',
  '#9fd0d8',
  '#73bac6',
  '#4fb4c6',
  '#2f9bb0',
  '#1a8396',
  '#0b6b7b',
  '#07596a',
  '#054654',
];
const neutral: MantineColorsTuple = [
  '#f8f8f6',
  '#f1f1ee',
  '#e6e6e1',
  '#d2d2cb',
  '#cdcdc6',
  '#8f918a',
  '#6f716b',
  '#5b5d58',
  '#333531',
  '#1b1c1a',
];
const red: MantineColorsTuple = [
  '#fdeceb',
  '#fbd5d2',
  '#f7aba5',
  '#f5938b',
  '#f5837a',
  '#e05a4f',
  '#c93a2e',
  '#b42318',
  '#94190f',
  '#751009',
];
const night: MantineColorsTuple = [
  '#ecedea',
  '#c9ccc6',
  '#a9aca6',
  '#92958f',
  '#404340',
  '#2e302e',
  '#222322',
  '#161716',
  '#121312',
  '#0d0e0d',
];

/** What a component looks like by default. Only its type is named here, so that a screen that does not show it does not load it. */
const styleOf = <Component extends { readonly extend: (style: never) => unknown }>(
  style: Parameters<Component['extend']>[0],
): Parameters<Component['extend']>[0] => style;

export const theme = createTheme({
  fontFamily,
  fontFamilyMonospace: monospace,
  fontSizes,
  lineHeights: { xs: '1.35', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: rhythm.xs, sm: rhythm.sm, md: rhythm.md, lg: rhythm.lg, xl: rhythm.xl },
  radius,
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  defaultRadius: 'sm',
  colors: { petrol, red, gray: neutral, dark: night },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 7 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: fontSizes.xl, lineHeight: '1.3' },
      h2: { fontSize: fontSizes.lg, lineHeight: '1.4' },
      h3: { fontSize: fontSizes.md, lineHeight: '1.4' },
    },
  },
  components: {
    Button: styleOf<typeof Button>({
      defaultProps: { size: 'sm' },
      vars: (_, { size }) => ({
        root: String(size).startsWith('compact')
          ? { '--button-fz': fontSizes.xs }
          : { '--button-height': '32px', '--button-fz': fontSizes.sm, '--button-padding-x': rhythm.sm },
      }),
    }),
    ActionIcon: styleOf<typeof ActionIcon>({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Input: styleOf<typeof Input>({
      vars: () => ({ wrapper: { '--input-height': '32px', '--input-fz': fontSizes.sm, '--input-size': '32px' } }),
    }),
    InputWrapper: styleOf<typeof InputWrapper>({
      defaultProps: { withAsterisk: false },
      vars: () => ({
        label: { '--input-label-size': fontSizes.sm },
        description: { '--input-description-size': fontSizes.xs },
        error: { '--input-error-size': fontSizes.xs },
        success: {},
      }),
    }),
    Select: styleOf<typeof Select>({ defaultProps: { allowDeselect: false, checkIconPosition: 'right' } }),
    Tooltip: styleOf<typeof Tooltip>({ defaultProps: { openDelay: 400, position: 'bottom', withArrow: false, fz: fontSizes.xs } }),
    Menu: styleOf<typeof Menu>({ defaultProps: { shadow: 'none', withInitialFocusPlaceholder: false, transitionProps: { duration: 0 } } }),
    Popover: styleOf<typeof Popover>({ defaultProps: { transitionProps: { duration: 0 } } }),
    Modal: styleOf<typeof Modal>({
      defaultProps: {
        transitionProps: { duration: 90 },
        centered: false,
        yOffset: '12vh',
        overlayProps: { backgroundOpacity: 0.32 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
      styles: { title: { fontSize: fontSizes.md, fontWeight: 600 } },
    }),
    SegmentedControl: styleOf<typeof SegmentedControl>({ styles: { label: { paddingInline: rhythm.sm } } }),
    Tabs: styleOf<typeof Tabs>({ defaultProps: { keepMounted: false } }),
  },
});

const variables = (tokens: Tokens): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(tokens).map(([name, value]) => [`--ps-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value]),
  ),
  '--mantine-color-body': tokens.canvas,
  '--mantine-color-text': tokens.ink,
  '--mantine-color-dimmed': tokens.inkMuted,
  '--mantine-color-default-border': tokens.ruleStrong,
  '--mantine-color-placeholder': tokens.inkFaint,
  '--mantine-color-error': tokens.danger,
  '--mantine-color-anchor': tokens.accentInk,
});

/** Gives the tokens to style sheets as `--ps-*` and lays them under Mantine's own variables. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    ...Object.fromEntries(Object.entries(rhythm).map(([name, value]) => [`--ps-space-${name}`, value])),
    ...Object.fromEntries(Object.entries(fontSizes).map(([name, value]) => [`--ps-text-${name}`, value])),
    '--ps-text-figure': '36px',
    '--ps-radius': radius.sm,
    '--ps-radius-large': radius.lg,
    '--ps-sidebar': '224px',
    '--ps-bar': '48px',
    '--ps-reading': '720px',
    '--ps-page': '1040px',
    '--ps-panel': '320px',
    '--ps-canvas-row': `${canvasGrid.row}px`,
    '--ps-canvas-margin': `${canvasGrid.margin}px`,
    '--ps-mono': monospace,
  },
  light: variables(lightTokens),
  dark: variables(darkTokens),
});

/** The same tokens for the grid's canvas. */
export const gridTheme = (tokens: Tokens): Partial<GridTheme> => ({
  accentColor: tokens.accent,
  accentFg: tokens.onAccent,
  accentLight: tokens.accentWash,
  textDark: tokens.ink,
  textMedium: tokens.inkMuted,
  textLight: tokens.inkFaint,
  textBubble: tokens.ink,
  bgIconHeader: tokens.surface,
  fgIconHeader: tokens.inkFaint,
  textHeader: tokens.inkMuted,
  textHeaderSelected: tokens.onAccent,
  bgCell: tokens.canvas,
  bgCellMedium: tokens.surface,
  bgHeader: tokens.surface,
  bgHeaderHasFocus: tokens.pressed,
  bgHeaderHovered: tokens.hover,
  bgBubble: tokens.pressed,
  bgBubbleSelected: tokens.accentWash,
  bgSearchResult: tokens.warningWash,
  borderColor: tokens.rule,
  horizontalBorderColor: tokens.rule,
  headerBottomBorderColor: tokens.ruleStrong,
  drilldownBorder: tokens.rule,
  linkColor: tokens.accentInk,
  resizeIndicatorColor: tokens.accent,
  cellHorizontalPadding: 8,
  cellVerticalPadding: 4,
  headerFontStyle: `500 ${fontSizes.sm}`,
  baseFontStyle: fontSizes.sm,
  markerFontStyle: fontSizes.xs,
  editorFontSize: fontSizes.sm,
  headerIconSize: 16,
  lineHeight: 1.45,
  checkboxMaxSize: 16,
  bubbleHeight: 20,
  bubblePadding: 7,
  bubbleMargin: 4,
  roundingRadius: 3,
  fontFamily,
});

/** The canvas of a page: its elements stand on rows of this height, within this margin. */
export const canvasGrid = { row: 32, margin: 8 } as const;

/** Type and measures of charts, in pixels. */
export const chartSizes = { text: 12, axis: 8, line: 2, point: 6 } as const;

export const gridSizes = { row: 30, header: 34, marker: 48, columnMinimum: 56, column: 160 } as const;
