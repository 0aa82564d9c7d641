// A container's health check: exits with 0 when the service in it says that it is ready.
const port = process.argv[2];
const response = await fetch(`http://127.0.0.1:${port}/readyz`);
process.exit(response.ok ? 0 : 1);
