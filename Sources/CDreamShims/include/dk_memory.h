// Gives memory that was freed back to the system.
#pragma once
void dk_trim(void);
