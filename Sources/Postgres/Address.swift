import CPostgres

/// Where a database is: a libpq connection string or URI, whose password is never printed.
///
/// Host, port, service, TLS and password files are libpq's affair: "PostgreSQL: 34.1. Database Connection Control Functions".
public struct Address: Sendable, Hashable {
  let conninfo: String

  /// Takes `host=… dbname=…` or `postgresql://…` as it is; `Connection.open` says when it cannot be read.
  public init(_ conninfo: String) {
    self.conninfo = conninfo
  }

  /// A server on this machine, through the Unix socket in `folder`.
  public static func socket(folder: String, database: String, user: String) -> Address {
    Address(["host": folder, "dbname": database, "user": user])
  }

  /// The same server and user, another database.
  public func database(_ name: String) -> Address {
    var parameters = parameters ?? [:]
    parameters["dbname"] = name
    return Address(parameters)
  }

  /// The value of one libpq keyword ("host", "dbname", …) where the address gives it; nil also for an unreadable address.
  public func parameter(_ keyword: String) -> String? { parameters?[keyword] }

  init(_ parameters: [String: String]) {
    conninfo = parameters.sorted { $0.key < $1.key }.map { "\($0)=\(Self.quoted($1))" }.joined(separator: " ")
  }

  private static func quoted(_ value: String) -> String {
    var quoted = "'"
    for character in value {
      if character == "'" || character == "\\" { quoted.append("\\") }
      quoted.append(character)
    }
    return quoted + "'"
  }

  /// Keyword and value as libpq reads them; nil when it cannot.
  var parameters: [String: String]? {
    guard let options = unsafe PQconninfoParse(conninfo, nil) else { return nil }
    defer { unsafe PQconninfoFree(options) }
    var parameters: [String: String] = [:]
    var index = 0
    while let keyword = unsafe options[index].keyword {
      if let value = unsafe options[index].val {
        unsafe parameters[String(cString: keyword)] = unsafe String(cString: value)
      }
      index += 1
    }
    return parameters
  }
}

extension Address: CustomStringConvertible {
  /// Host, port, database and user; nothing else of the address, so no password in any form.
  public var description: String {
    guard let parameters else { return "(unreadable database address)" }
    let shown = ["host", "port", "dbname", "user"].compactMap { key in parameters[key].map { "\(key)=\($0)" } }
    return shown.isEmpty ? "(default database)" : shown.joined(separator: " ")
  }
}

extension Address: CustomDebugStringConvertible, CustomReflectable {
  /// As `description`.
  public var debugDescription: String { description }
  /// Without children: `dump` would print the password.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
