import FoundationEssentials
import Glibc

/// The folder with `initdb` and `postgres` of one major version.
struct ServerBinaries: Sendable, Equatable {
  let folder: String
  /// Like "15".
  let version: String

  /// Finds the binaries for data of a version, or the newest for new data.
  static func find(for data: String?, folder: String) throws(ClusterError) -> ServerBinaries {
    var found = known()
    if found.isEmpty, let told = try asked() { found.append(told) }
    guard let newest = found.first else {
      throw .notInstalled(searched: parents.map { "\($0)/*/bin" } + plain + ["pg_config --bindir"])
    }
    guard let data else { return newest }
    guard let fitting = found.first(where: { $0.version == data }) else {
      throw .otherVersion(folder: folder, data: data, installed: found.map(\.version))
    }
    return fitting
  }

  /// Whether the server was built with lz4, as Debian's are, and can use it in the write-ahead log (from 15 on): it names the
  /// library that it is linked with.
  var hasLZ4: Bool {
    guard (Int(version) ?? 0) >= 15,
      let program = try? Data(contentsOf: URL(filePath: folder + "/postgres"), options: .alwaysMapped)
    else { return false }
    // The names of libraries stand near the beginning.
    return program.prefix(1 << 21).firstRange(of: Data("liblz4.so".utf8)) != nil
  }

  /// Debian and Ubuntu; Alpine.
  private static let parents = ["/usr/lib/postgresql", "/usr/libexec/postgresql"]
  /// Red Hat and Arch; built from source.
  private static let plain = ["/usr/bin", "/usr/local/pgsql/bin"]

  /// Newest first.
  private static func known() -> [ServerBinaries] {
    var found: [ServerBinaries] = []
    for parent in parents {
      let versions = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
      for version in versions.filter({ Int($0) != nil }) where isComplete("\(parent)/\(version)/bin") {
        found.append(ServerBinaries(folder: "\(parent)/\(version)/bin", version: version))
      }
    }
    for folder in plain where isComplete(folder) {
      if let version = version(in: folder) { found.append(ServerBinaries(folder: folder, version: version)) }
    }
    return found.sorted { (Int($0.version) ?? 0) > (Int($1.version) ?? 0) }
  }

  private static func asked() throws(ClusterError) -> ServerBinaries? {
    for program in ["/usr/local/bin/pg_config", "/usr/bin/pg_config"] where unsafe access(program, X_OK) == 0 {
      let outcome = try Subprocess(arguments: [program, "--bindir"]).run()
      let folder = outcome.output.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
      if outcome.code == 0, isComplete(folder), let version = version(in: folder) {
        return ServerBinaries(folder: folder, version: version)
      }
    }
    return nil
  }

  private static func isComplete(_ folder: String) -> Bool {
    unsafe access(folder + "/initdb", X_OK) == 0 && access(folder + "/postgres", X_OK) == 0
  }

  /// From "postgres (PostgreSQL) 15.20 (Debian …)".
  private static func version(in folder: String) -> String? {
    guard let outcome = try? Subprocess(arguments: [folder + "/postgres", "--version"]).run() else { return nil }
    return outcome.output.split(separator: " ").dropFirst(2).first?.split(separator: ".").first.map(String.init)
  }
}
