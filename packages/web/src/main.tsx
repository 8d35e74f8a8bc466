import '@fontsource-variable/inter';
import '@mantine/core/styles/baseline.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/global.css';
import '@mantine/notifications/styles.css';
import './ui/global.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';

if (import.meta.env.DEV) await import('@mantine/core/styles.css');
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
