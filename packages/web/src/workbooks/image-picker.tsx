/** Takes a picture from the person's computer into the document: nothing is ever loaded from elsewhere. */
import { notifications } from '@mantine/notifications';
import { useImperativeHandle, useRef } from 'react';
import type { Ref } from 'react';

/** Opens the choice of a file. */
export type PickImage = () => void;

const types = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const mostBytes = 1024 * 1024;

const refuse = (message: string): void => {
  notifications.show({ title: 'This picture cannot be used', message, color: 'red' });
};

export function ImagePicker({ ref, onPick }: { ref: Ref<PickImage>; onPick: (image: string, fileName: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => () => input.current?.click(), []);
  const take = (file: File): void => {
    if (!types.includes(file.type)) return refuse('A PNG, JPEG, GIF or WebP picture is needed.');
    if (file.size > mostBytes * 0.74) return refuse('It has more than 740 KB. Make it smaller first.');
    const reader = new FileReader();
    reader.addEventListener('load', () => typeof reader.result === 'string' && onPick(reader.result, file.name));
    reader.readAsDataURL(file);
  };
  return (
    <input
      ref={input}
      type="file"
      accept={types.join(',')}
      hidden
      aria-label="Picture"
      onChange={(event) => {
        const [file] = event.currentTarget.files ?? [];
        if (file !== undefined) take(file);
        event.currentTarget.value = '';
      }}
    />
  );
}
