// swift-tools-version: 6.2
import PackageDescription

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

let environment = ProcessInfo.processInfo.environment

/// The instruction set that the numeric targets are compiled for. The machine at hand unless
/// `W2S_MARCH` says otherwise (for example `x86-64-v3` for a binary that is to be carried around).
/// The program checks the processor when it starts.
#if arch(x86_64)
  let instructionSet = ["-Xcc", "-march=\(environment["W2S_MARCH"] ?? "native")"]
#else
  let instructionSet = ["-Xcc", "-mcpu=\(environment["W2S_MARCH"] ?? "native")"]
#endif

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

/// Flat loops over floats: vectorized for this machine, square roots without errno, and optimized in
/// debug builds too, where SIMD code would otherwise run some hundred times slower.
let numeric: [SwiftSetting] =
  strict + [
    .unsafeFlags(instructionSet + ["-Xcc", "-fno-math-errno"]),
    .unsafeFlags(["-O"], .when(configuration: .debug)),
  ]

/// Files of a target are compiled side by side: a quarter less time for a release build. Not for the
/// innermost loops, which may want to be inlined into each other across files.
let sideBySide: [SwiftSetting] = [
  .unsafeFlags(["-num-threads", "2"], .when(configuration: .release))
]

/// What is made of the innermost loops.
let composed: [SwiftSetting] = numeric + sideBySide

/// Byte loops (tokenizers, parsers): optimized in debug builds too.
let optimized: [SwiftSetting] =
  strict + [.unsafeFlags(["-O"], .when(configuration: .debug))] + sideBySide

/// Files, tables, pictures, arguments: no loops worth optimizing, and a build that takes a third less.
let plain: [SwiftSetting] =
  strict + [.unsafeFlags(["-Onone"], .when(configuration: .release))]

func tests(_ target: String, also others: [String] = [], settings: [SwiftSetting] = strict)
  -> Target
{
  .testTarget(
    name: target + "Tests",
    dependencies: ([target] + others).map { .byName(name: $0) },
    exclude: [],
    resources: [.copy("Fixtures")],
    swiftSettings: settings)
}

/// Benchmarks are built where `W2S_BENCHMARKS` asks for them alone: their library costs ordinary builds
/// nothing.
let hasBenchmarks = environment["W2S_BENCHMARKS"] == "1"
let benchmarkPackages: [Package.Dependency] =
  hasBenchmarks
  ? [.package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: [])] : []
let benchmarkTargets: [Target] =
  hasBenchmarks
  ? [
    .executableTarget(
      name: "Speed",
      dependencies: [
        "Kernels", "Autograd", "Models", "Datasets", "Training",
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Sources/Benchmarks/Speed", swiftSettings: numeric,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ] : []

let package = Package(
  name: "w2s",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "w2s", targets: ["w2s"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ] + benchmarkPackages,
  targets: [
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    .target(name: "Configuration", swiftSettings: plain),
    .target(name: "Kernels", dependencies: ["COpenBLAS"], swiftSettings: numeric),
    .target(name: "Autograd", dependencies: ["Kernels"], swiftSettings: numeric),
    .target(
      name: "Models", dependencies: ["Configuration", "Kernels", "Autograd"],
      swiftSettings: composed),
    .target(name: "Chess", swiftSettings: optimized),
    .target(
      name: "Datasets", dependencies: ["Configuration", "CZlib", "Kernels", "Chess"],
      swiftSettings: optimized),
    .target(name: "Storage", dependencies: ["CHDF5", "CCrypto"], swiftSettings: plain),
    .target(
      name: "Training",
      dependencies: ["Configuration", "Kernels", "Autograd", "Models", "Datasets", "Storage"],
      swiftSettings: composed),
    .target(
      name: "WeakToStrong",
      dependencies: ["Configuration", "Kernels", "Models", "Datasets", "Storage", "Training"],
      swiftSettings: composed),
    .target(
      name: "Theory", dependencies: ["Configuration", "Kernels", "Reporting"],
      swiftSettings: composed),
    .target(name: "Reporting", swiftSettings: plain),
    .target(
      name: "Experiments",
      dependencies: [
        "Configuration", "Kernels", "Datasets", "Storage", "Models", "Training", "WeakToStrong",
        "Theory", "Reporting", .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: plain),
    .executableTarget(
      name: "w2s",
      dependencies: [
        "Configuration", "Kernels", "Chess", "Datasets", "Storage", "Models", "Training",
        "WeakToStrong", "Theory", "Experiments", "Reporting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: plain),

    tests("Configuration"),
    tests("Kernels", settings: numeric),
    tests("Autograd", also: ["Kernels"], settings: numeric),
    tests("Models", also: ["Autograd", "Configuration", "Kernels"], settings: numeric),
    tests("Chess"),
    tests("Datasets"),
    tests("Storage"),
    tests(
      "Training", also: ["Autograd", "Configuration", "Models", "Kernels", "Storage"],
      settings: numeric),
    tests(
      "WeakToStrong",
      also: ["Configuration", "Kernels", "Models", "Datasets", "Storage", "Training"]),
    tests("Theory", settings: numeric),
    tests("Reporting"),
    tests(
      "Experiments",
      also: [
        "Configuration", "Kernels", "Models", "Datasets", "Storage", "Training", "WeakToStrong",
        "Reporting",
      ]),
    tests("w2s", also: ["Storage"]),
  ] + benchmarkTargets,
  swiftLanguageModes: [.v6]
)
