/// The processes that come with Hotline: the YAML files of `Resources/processes`, compiled in.
public enum ShippedProcesses {
  /// Key and YAML source of each, in the order of their keys. They compile; a test says so.
  public static let all: [(key: ProcessKey, yaml: String)] = [
    ("complaint", text(PackageResources.complaint_yaml)),
    ("outreach", text(PackageResources.outreach_yaml)),
    ("request", text(PackageResources.request_yaml)),
  ]

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
