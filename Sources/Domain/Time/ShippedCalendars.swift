/// The calendars that come with Hotline: the YAML files of `Resources/calendars`, compiled in.
///
/// They hold until a calendar of the same key is published. A release that ships further years raises the versions of the
/// read models, which then count anew.
public enum ShippedCalendars {
  /// Key and YAML source of each, in the order of their keys. They compile; a test says so.
  public static let all: [(key: CalendarKey, yaml: String)] = [
    ("always", text(PackageResources.always_yaml)), ("cn", text(PackageResources.cn_yaml)),
  ]

  static let compiled: [CalendarKey: CalendarSource] = all.reduce(into: [:]) { compiled, shipped in
    // A broken one would show as a calendar that is not there; the test that compiles them says why.
    compiled[shipped.key] = try? CalendarCompiler.compile(shipped.yaml, key: shipped.key)
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
