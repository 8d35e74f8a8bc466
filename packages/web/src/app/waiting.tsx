import { Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import styles from '../ui/ui.module.css';

/** Stays invisible for a moment, so that quick loads do not flicker. */
export function Waiting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 250);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles['centred']} role="status" aria-label="Loading">
      {late && <Loader size="sm" type="dots" />}
    </div>
  );
}
