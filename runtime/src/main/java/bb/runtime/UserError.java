package bb.runtime;

import java.util.List;

/**
 * Something the user can mend: a missing tensor, an unreadable image, an input of the wrong size.
 * Never a bug of ours.
 */
public final class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient List<String> details;

  /**
   * @param code the stable code, {@code BB06xx}
   * @param message what is wrong; it stands alone
   * @param details why and what to do, a line each
   */
  public UserError(String code, String message, List<String> details) {
    super(message);
    this.code = code;
    this.details = List.copyOf(details);
  }

  public String code() {
    return code;
  }

  public List<String> details() {
    return details;
  }
}
