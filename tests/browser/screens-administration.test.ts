/** The screens before sign-in and those of an administrator. */
import { expect } from 'vitest';
import { memberIdOf } from '../harness/document.ts';
import { settingOf } from '../harness/input-table.ts';
import { c0, createConnection } from '../requirements/connections-of-the-rig.ts';
import { heading, screensOf, text } from './screens.ts';
import type { Screen } from './screens.ts';

let connectionId = '';
let staticId = '';
const connection = (): string => `/connections/${connectionId}`;
const ofOneLogin = (): string => `/connections/${staticId}`;

const signedOut = (): readonly Screen[] => [
  { name: 'sign-in', path: '/sign-in', ready: heading(/^Sign in/) },
  { name: 'sign-in-failed', path: '/sign-in?problem=sign-in.provider-refused&request=0000', ready: text('You were not signed in') },
  { name: 'set-up', path: '/set-up', ready: heading('Set up Penstock') },
];

const ofAda = (): readonly Screen[] => [
  { name: 'connections', path: '/connections', ready: text('C1') },
  { name: 'new-connection', path: '/connections/new', ready: heading('New connection') },
  { name: 'connection-settings', path: `${connection()}/settings`, ready: text('Use schemas of their own') },
  {
    name: 'connection-test',
    path: `${connection()}/settings`,
    ready: async (page) => {
      await page.getByLabel('Edit log schema').fill('src');
      await page.getByRole('button', { name: 'Test', exact: true }).click();
      await page.getByText('The test found something').waitFor();
      await page.getByText('Edit log', { exact: true }).last().scrollIntoViewIfNeeded();
    },
  },
  { name: 'governance', path: `${connection()}/governance`, ready: text(/The edit log is|Others could/) },
  { name: 'data-permissions', path: `${ofOneLogin()}/data-permissions`, ready: text('Schema src') },
  {
    name: 'give-permission',
    path: `${ofOneLogin()}/data-permissions`,
    ready: async (page) => {
      await page.getByRole('button', { name: 'Give permission' }).click();
      await page.getByText('One table').click();
      await page.getByText('They may read it').waitFor();
    },
  },
  { name: 'one-login', path: `${ofOneLogin()}/settings`, ready: text('Role from attribute') },
  { name: 'members', path: '/members', ready: text('carol@penstock.example') },
  {
    name: 'account-types',
    path: '/members',
    ready: async (page) => {
      await page.getByRole('tab', { name: 'Account types' }).click();
      await page.getByText('Manage members').waitFor();
    },
  },
  {
    name: 'attributes',
    path: '/members',
    ready: async (page) => {
      await page.getByRole('button', { name: 'Actions for Bob Tanaka' }).click();
      await page.getByRole('menuitem', { name: 'Attributes' }).click();
      await page.getByText('is the role in which Bob Tanaka reads').waitFor();
    },
  },
  { name: 'settings', path: '/settings', ready: text('New sources wait for an Admin') },
  { name: 'authentication', path: '/authentication', ready: text('Redirect address') },
  { name: 'notices', path: '/notices', ready: heading('Notices') },
  { name: 'query-history', path: '/query-history', ready: heading('Query history') },
];

screensOf(
  {},
  async ({ rig }) => {
    ({ connectionId } = await settingOf(rig));
    const ada = await rig.signIn('ada');
    ({ id: staticId } = await createConnection(ada, c0(rig, { roleAttribute: 'warehouse role' })));
    const permissions = [
      { to: 'everyone', permission: 'can-use', schema: 'src', table: null },
      { to: { memberId: await memberIdOf(ada) }, permission: 'can-use', schema: null, table: null },
    ];
    expect((await ada.put(`/connections/${staticId}/data-permissions`, { permissions })).status).toBe(200);
  },
  [
    { whose: 'before sign-in', person: null, screens: signedOut },
    { whose: 'of an administrator', person: 'ada', screens: ofAda },
  ],
);
