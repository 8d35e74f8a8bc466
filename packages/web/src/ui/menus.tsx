/** Menus: behind three dots, and at a place of the canvas, where there is no element to hang them on. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './ui.module.css';

export const menuIcon = { size: 15, stroke: 1.6 } as const;

export function MoreMenu({
  label,
  position = 'bottom-end',
  width = 200,
  icon = <IconDots size={17} stroke={1.6} />,
  children,
}: {
  /** Of the button, for those who do not see the dots. */
  label: string;
  position?: 'bottom-end' | 'top-start';
  width?: number;
  /** Where there is more than one menu, something else than dots. */
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Menu position={position} width={width}>
      <Menu.Target>
        <ActionIcon aria-label={label} my="auto">
          {icon}
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

/** An item that takes something away. */
export function RemovingItem({ children, disabled = false, onClick }: { children: ReactNode; disabled?: boolean; onClick: () => void }) {
  return (
    <Menu.Item c="var(--ps-danger)" leftSection={<IconTrash {...menuIcon} />} disabled={disabled} onClick={onClick}>
      {children}
    </Menu.Item>
  );
}

/** A point in the window. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Opens at once, where the canvas has no element to hang it on. */
export function PlacedMenu({
  label,
  place,
  width,
  onClose,
  children,
}: {
  label: string;
  place: Place;
  width: number;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={width} returnFocus>
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={label} className={styles['anchor']} style={{ left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}
