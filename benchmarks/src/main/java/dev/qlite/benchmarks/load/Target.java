package dev.qlite.benchmarks.load;

import java.net.URI;
import java.util.List;

/** Where load goes: an address, the model to ask for, and headers ({@code Name: value}) that each request needs. */
record Target(URI address, String model, List<String> headers) {}
