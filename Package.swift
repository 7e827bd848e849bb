// swift-tools-version: 6.2

import Foundation
import PackageDescription

/// Strict for our own targets only: a warning in a dependency is not ours to mend.
let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

/// libphonenumber knows other countries' numbers. Without it, or with HOTLINE_WITHOUT_LIBPHONENUMBER=1, they are taken as
/// typed; docs/phones.md says what that means. (Installed after a build? `swift package purge-cache` has the manifest read anew.)
let hasPhoneNumbers =
  Context.environment["HOTLINE_WITHOUT_LIBPHONENUMBER"] == nil
  && ["/usr/include", "/usr/local/include"].contains {
    FileManager.default.fileExists(atPath: $0 + "/phonenumbers/phonenumberutil.h")
  }
let phoneNumbers: [Target] =
  hasPhoneNumbers
  ? [
    .target(
      name: "CPhoneNumber", path: "Sources/System/CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")])
  ] : []
let phoneNumberTargets: [Target.Dependency] = hasPhoneNumbers ? ["CPhoneNumber"] : []
let phoneNumberSettings: [SwiftSetting] = hasPhoneNumbers ? [.define("LIBPHONENUMBER")] : []

let package = Package(
  name: "hotline",
  products: [
    .executable(name: "hotline", targets: ["CLI"]),
    .library(name: "EventStore", targets: ["EventStore", "Postgres"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: phoneNumbers + [
    // System: module maps for Debian's libraries, named after what they give. No logic.
    .systemLibrary(name: "CPostgres", path: "Sources/System/CPostgres", pkgConfig: "libpq"),
    .systemLibrary(name: "CMinizip", path: "Sources/System/CMinizip", pkgConfig: "minizip"),
    .systemLibrary(name: "CXlsxWriter", path: "Sources/System/CXlsxWriter", pkgConfig: "xlsxwriter"),
    .systemLibrary(name: "CCSV", path: "Sources/System/CCSV"),
    .systemLibrary(name: "CIconv", path: "Sources/System/CIconv"),
    .systemLibrary(name: "CCrypto", path: "Sources/System/CCrypto", pkgConfig: "libcrypto"),
    .target(name: "CExpat", path: "Sources/System/CExpat", linkerSettings: [.linkedLibrary("expat")]),
    .target(name: "CCurl", path: "Sources/System/CCurl", linkerSettings: [.linkedLibrary("curl")]),

    // From the bottom up. An arrow points down only; architecture.md draws it.
    .target(name: "Postgres", dependencies: ["CPostgres"], swiftSettings: strict),
    .target(
      name: "EventStore", dependencies: ["Postgres", "CCrypto"], resources: [.embedInCode("Migrations")],
      swiftSettings: strict),
    .target(
      name: "Domain", dependencies: ["Yams"],
      resources: [.embedInCode("Resources/processes"), .embedInCode("Resources/calendars")], swiftSettings: strict),
    .target(name: "EventCodec", dependencies: ["Domain", "EventStore"], swiftSettings: strict),
    .target(
      name: "Projections", dependencies: ["EventCodec", "EventStore", "Domain", "Postgres"],
      resources: [.embedInCode("Migrations")],
      swiftSettings: strict),
    .target(
      name: "Spreadsheets",
      dependencies: ["CExpat", "CMinizip", "CXlsxWriter", "CCSV", "CIconv"] + phoneNumberTargets,
      swiftSettings: strict + phoneNumberSettings),
    .target(
      name: "Reports", dependencies: ["Projections", "EventCodec", "EventStore", "Domain", "Postgres", "Spreadsheets"],
      resources: [.embedInCode("Resources")],
      swiftSettings: strict),
    .target(
      name: "BackOffice",
      dependencies: [
        "Projections", "EventCodec", "EventStore", "Domain", "Postgres", "Spreadsheets", "Reports", "CCurl", "Yams",
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "CLI",
      dependencies: [
        "BackOffice", "Domain", "EventCodec", "EventStore", "Postgres", "Projections", "Reports", "Spreadsheets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Measures the log beside bare libpq: `make bench`.
    .executableTarget(
      name: "LogBench", dependencies: ["CPostgres", "Projections", "EventCodec", "EventStore", "Domain", "Postgres"],
      path: "Benchmarks/LogBench",
      swiftSettings: strict),

    // Measures what dispatchers ask of ten million orders; `make bench` runs it at the end.
    .executableTarget(
      name: "DeskBench", dependencies: ["Projections", "EventStore", "Domain", "Postgres"],
      path: "Benchmarks/DeskBench",
      swiftSettings: strict),

    // Measures how long a change of calendars takes until every open deadline is counted anew.
    .executableTarget(
      name: "ClockBench", dependencies: ["Projections", "EventCodec", "EventStore", "Domain", "Postgres"],
      path: "Benchmarks/ClockBench",
      swiftSettings: strict),

    // Measures the cleaning of a million phone and date cells.
    .executableTarget(
      name: "PhoneBench", dependencies: ["Spreadsheets"], path: "Benchmarks/PhoneBench", swiftSettings: strict),
    // Measures reading and writing tables, and what bombs cost.
    .executableTarget(
      name: "SheetBench", dependencies: ["Spreadsheets"], path: "Benchmarks/SheetBench", swiftSettings: strict),

    // The event store alone, on one page.
    .executableTarget(
      name: "EventStoreTour", dependencies: ["EventStore", "Postgres"], path: "Examples/EventStoreTour",
      swiftSettings: strict),

    // Tests start their own PostgreSQL; TestCluster is the one place that does it.
    .target(name: "TestCluster", dependencies: ["Postgres"], path: "Tests/TestCluster", swiftSettings: strict),
    .target(name: "TestSeeds", path: "Tests/TestSeeds", swiftSettings: strict),
    // What fault tests kill.
    .executableTarget(
      name: "LogWorker", dependencies: ["EventStore", "Projections", "EventCodec", "Domain", "Postgres", "TestSeeds"],
      path: "Tests/LogWorker", swiftSettings: strict),
    .testTarget(
      name: "FaultTests",
      dependencies: ["LogWorker", "EventStore", "Projections", "CPostgres", "Postgres", "TestCluster", "TestSeeds"],
      swiftSettings: strict),
    .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestCluster"], swiftSettings: strict),
    .testTarget(
      name: "SpreadsheetsTests", dependencies: ["Spreadsheets", "TestSeeds"] + phoneNumberTargets,
      swiftSettings: strict + phoneNumberSettings),
    .testTarget(name: "DomainTests", dependencies: ["Domain", "TestSeeds"], swiftSettings: strict),
    .testTarget(
      name: "EventStoreTests", dependencies: ["EventStore", "Postgres", "TestCluster", "TestSeeds"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Projections", "EventCodec", "EventStore", "Domain", "Postgres", "Spreadsheets", "TestCluster",
        "TestSeeds",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "EventCodecTests", dependencies: ["EventCodec", "EventStore", "Domain", "TestSeeds"], swiftSettings: strict),
    .testTarget(
      name: "ProjectionsTests",
      dependencies: ["Projections", "EventCodec", "EventStore", "Domain", "Postgres", "TestCluster", "TestSeeds"],
      swiftSettings: strict),
    .testTarget(
      name: "BackOfficeTests",
      dependencies: [
        "BackOffice", "Projections", "EventCodec", "EventStore", "Domain", "Postgres", "Spreadsheets", "TestCluster",
        "TestSeeds",
      ],
      swiftSettings: strict),
    .testTarget(name: "CLITests", dependencies: ["CLI", "Postgres"], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["CLI", "EventStoreTour", "EventStore", "Postgres", "Spreadsheets", "TestCluster", "TestSeeds"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
