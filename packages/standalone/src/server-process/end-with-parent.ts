/** Preloaded into a server process: when whoever started it is gone, however it ended, the server stops in order. */
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), 15_000).unref();
});
process.channel?.unref();
