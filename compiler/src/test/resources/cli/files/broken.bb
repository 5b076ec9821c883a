network Only { input x: [4]; conv(3, 3) }
