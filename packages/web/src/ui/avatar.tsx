import styles from './ui.module.css';

/** A person's initials. */
export function Avatar({ name }: { name: string }) {
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return (
    <span className={styles['avatar']} aria-hidden="true">
      {initials}
    </span>
  );
}
