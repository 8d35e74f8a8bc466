/** Providers and the table of addresses. Screens beyond the first ones are loaded when they are opened. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import type { ComponentType } from 'react';
import { Route, Router, Switch } from 'wouter';
import { Home } from '../home/home.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { cssVariables, theme } from '../theme/theme.ts';
import { asProblem } from '../api/problem.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { NotFound } from './not-found.tsx';
import { Waiting } from './waiting.tsx';
import { Shell } from './shell.tsx';
import { SignedIn } from './session.tsx';

const screen = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }));

const SetUp = screen(() => import('../sign-in/set-up.tsx'), 'SetUp');
const WorkbookScreen = screen(() => import('../workbooks/workbook-screen.tsx'), 'WorkbookScreen');
const DocumentQueryHistory = screen(() => import('../query-history/query-history.tsx'), 'DocumentQueryHistory');
const QueryHistory = screen(() => import('../query-history/query-history.tsx'), 'QueryHistory');
const DataModels = screen(() => import('../home/data-models.tsx'), 'DataModels');
const Teams = screen(() => import('../teams/teams.tsx'), 'Teams');
const Connections = screen(() => import('../connections/connections.tsx'), 'Connections');
const NewConnection = screen(() => import('../connections/connection-form.tsx'), 'NewConnection');
const ConnectionScreen = screen(() => import('../connections/connection-screen.tsx'), 'ConnectionScreen');
const Members = screen(() => import('../members/members.tsx'), 'Members');
const Authentication = screen(() => import('../sign-in/authentication.tsx'), 'Authentication');
const OrganizationSettings = screen(() => import('../organization/organization-settings.tsx'), 'OrganizationSettings');
const ApiKeys = screen(() => import('../members/api-keys.tsx'), 'ApiKeys');
const Notices = screen(() => import('../notices/notices.tsx'), 'Notices');
const Profile = screen(() => import('../profile/profile.tsx'), 'Profile');

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => {
        const { status } = asProblem(error);
        return failures < 2 && (status === 0 || status >= 500);
      },
    },
  },
});

const basePath = new URL(document.baseURI).pathname.replace(/\/$/, '');

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <Router base={basePath}>
            <Suspense fallback={<Waiting />}>
              <Switch>
                <Route path="/sign-in" component={SignIn} />
                <Route path="/set-up" component={SetUp} />
                <Route>
                  <SignedIn>
                    <Shell>
                      <ErrorBoundary>
                        <Suspense fallback={<Waiting />}>
                          <Switch>
                            <Route path="/" component={Home} />
                            <Route path="/data-models" component={DataModels} />
                            <Route path="/workbooks/:id" component={WorkbookScreen} />
                            <Route path="/workbooks/:id/query-history" component={DocumentQueryHistory} />
                            <Route path="/query-history" component={QueryHistory} />
                            <Route path="/teams" component={Teams} />
                            <Route path="/connections" component={Connections} />
                            <Route path="/connections/new" component={NewConnection} />
                            <Route path="/connections/:id/:tab?" component={ConnectionScreen} />
                            <Route path="/members" component={Members} />
                            <Route path="/authentication" component={Authentication} />
                            <Route path="/settings" component={OrganizationSettings} />
                            <Route path="/api-keys" component={ApiKeys} />
                            <Route path="/notices" component={Notices} />
                            <Route path="/profile" component={Profile} />
                            <Route>
                              <NotFound />
                            </Route>
                          </Switch>
                        </Suspense>
                      </ErrorBoundary>
                    </Shell>
                  </SignedIn>
                </Route>
              </Switch>
            </Suspense>
          </Router>
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
