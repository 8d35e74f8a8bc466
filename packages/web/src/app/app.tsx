/** Providers and the table of addresses. Screens beyond the first ones are loaded when they are opened. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Route, Router, Switch } from 'wouter';
import { Home } from '../home/home.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { cssVariables, theme } from '../theme/theme.ts';
import { asProblem } from '../api/problem.ts';
import { ErrorBoundary } from './error-boundary.tsx';
import { workbookQuery } from '../workbooks/workbook-query.ts';
import { loadable } from './loadable.tsx';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';
import { SignedIn, sessionQuery } from './session.tsx';

const SetUp = loadable(async () => (await import('../sign-in/set-up.tsx')).SetUp);
const WorkbookScreen = loadable(async () => (await import('../workbooks/workbook-screen.tsx')).WorkbookScreen);
const DocumentQueryHistory = loadable(async () => (await import('../query-history/query-history.tsx')).DocumentQueryHistory);
const QueryHistory = loadable(async () => (await import('../query-history/query-history.tsx')).QueryHistory);
const DataModels = loadable(async () => (await import('../home/data-models.tsx')).DataModels);
const Teams = loadable(async () => (await import('../teams/teams.tsx')).Teams);
const Connections = loadable(async () => (await import('../connections/connections.tsx')).Connections);
const NewConnection = loadable(async () => (await import('../connections/connection-form.tsx')).NewConnection);
const ConnectionScreen = loadable(async () => (await import('../connections/connection-screen.tsx')).ConnectionScreen);
const Members = loadable(async () => (await import('../members/members.tsx')).Members);
const Authentication = loadable(async () => (await import('../sign-in/authentication.tsx')).Authentication);
const OrganizationSettings = loadable(async () => (await import('../organization/organization-settings.tsx')).OrganizationSettings);
const ApiKeys = loadable(async () => (await import('../members/api-keys.tsx')).ApiKeys);
const Notices = loadable(async () => (await import('../notices/notices.tsx')).Notices);
const Profile = loadable(async () => (await import('../profile/profile.tsx')).Profile);

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

/** What an opened document needs comes while the frame around it is being drawn. */
function askEarly(): void {
  const [, room, id, ...rest] = location.pathname.slice(basePath.length).split('/');
  if (room === 'sign-in' || room === 'set-up') return;
  void queryClient.prefetchQuery(sessionQuery);
  if (room !== 'workbooks' || id === undefined || rest.length > 0) return;
  void queryClient.prefetchQuery(workbookQuery(id));
  WorkbookScreen.preload();
}
askEarly();

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queryClient}>
        <ErrorBoundary>
          <Router base={basePath}>
            <Switch>
              <Route path="/sign-in" component={SignIn} />
              <Route path="/set-up" component={SetUp} />
              <Route>
                <SignedIn>
                  <Shell>
                    <ErrorBoundary>
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
                    </ErrorBoundary>
                  </Shell>
                </SignedIn>
              </Route>
            </Switch>
          </Router>
        </ErrorBoundary>
      </QueryClientProvider>
    </MantineProvider>
  );
}
