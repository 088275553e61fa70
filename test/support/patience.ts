/** What goes through HTTP or a browser waits for other processes, on machines that have more to do. */
jest.setTimeout(90_000);
