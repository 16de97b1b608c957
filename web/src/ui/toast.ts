import { notifications } from '@mantine/notifications';
import { messageOf } from '@/lib/http';

export function say(message: string, title?: string) {
  notifications.show({ message, ...(title ? { title } : {}), withBorder: true, closeButtonProps: { 'aria-label': 'Close' } });
}

export function complain(error: unknown) {
  notifications.show({ title: 'That did not work', message: messageOf(error), color: 'red', withBorder: true, autoClose: 8000, closeButtonProps: { 'aria-label': 'Close' } });
}
