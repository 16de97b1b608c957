import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@/app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '@/app/App';
import { router } from '@/app/router';

// What index.html shows stays until the first page is there: its code and who is signed in are fetched side by side.
void router.load().finally(() => createRoot(document.getElementById('root')!).render(<StrictMode><App /></StrictMode>));
